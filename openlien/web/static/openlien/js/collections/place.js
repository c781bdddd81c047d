/** The place in the list: it stands in the address, and what leads away from the list takes it along. */
import { origin } from "../announce.js";

/** @param {string} name @param {string} value empty takes it out */
export function setInAddress(name, value) {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
}

/** @param {URLSearchParams} values */
function putPlace(values) {
  const here = new URLSearchParams(location.search);
  for (const name of ["open", "page"]) {
    const value = here.get(name);
    if (value) values.set(name, value);
    else values.delete(name);
  }
}

/** A case that is opened knows which firms are unfolded now, and so does what is done with the ticked cases. @param {HTMLElement} tree */
export function keepPlace(tree) {
  for (const kind of ["click", "auxclick"]) {
    tree.addEventListener(kind, (event) => {
      const link = origin(event, "a[href*='list=']");
      if (!(link instanceof HTMLAnchorElement)) return;
      const address = new URL(link.href);
      const list = new URLSearchParams(address.searchParams.get("list") ?? "");
      putPlace(list);
      address.searchParams.set("list", list.toString());
      link.href = address.href;
    }, { capture: true });
  }
  tree.addEventListener("submit", (event) => {
    const button = event instanceof SubmitEvent ? event.submitter : null;
    if (!(button instanceof HTMLButtonElement) || !button.hasAttribute("formaction")) return;
    const address = new URL(button.formAction);
    putPlace(address.searchParams);
    button.formAction = address.href;
  });
}
