/** Sends edits one after the other, so that no answer overtakes another; typing goes on meanwhile. */

/**
 * @typedef {{bill: string, sentence: string, entry: string, stale: boolean, theirs: string}} Problem
 * @typedef {{status: number, rows: Record<string, string>, tiles?: string, said: string, undo: boolean, problems: Problem[], words?: string, wrong?: string}} Answer
 */

const UNREACHABLE = "Not saved. The server could not be reached; check the connection and try again.";
/** @type {Promise<unknown>} */
let last = Promise.resolve();
let open = 0;

/**
 * Posts after everything that was posted before.
 * @param {string} address
 * @param {() => Iterable<[string, string]>} fields read when its turn comes, so that versions are those of then
 * @returns {Promise<Answer>}
 */
export function inTurn(address, fields) {
  open += 1;
  const turn = last.then(() => post(address, fields()));
  last = turn.finally(() => { open -= 1; });
  return turn;
}

/**
 * Posts at once; never rejects.
 * @param {string} address @param {Iterable<[string, string]>} fields @param {AbortSignal} [signal]
 * @returns {Promise<Answer>}
 */
export async function post(address, fields, signal) {
  const body = new URLSearchParams([...fields]);
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  const headers = { "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "", "HX-Request": "true", "HX-Current-URL": location.href };
  const nothing = { rows: {}, said: UNREACHABLE, undo: false, problems: [] };
  try {
    const response = await fetch(address, { method: "POST", body, headers, signal });
    const way = response.headers.get("HX-Redirect");
    if (way) location.assign(way);
    if (!(response.headers.get("Content-Type") ?? "").startsWith("application/json")) {
      return { ...nothing, status: response.status, said: `Not saved. ${wordsOf(response.status)}` };
    }
    return { ...nothing, said: "", ...(await response.json()), status: response.status };
  } catch {
    return { ...nothing, status: 0 };
  }
}

/** @param {number} status */
function wordsOf(status) {
  if (status === 401) return "You are signed out.";
  if (status === 403) return "You may not change this, or the page is too old; load it again.";
  if (status === 404) return "This case is not there any more.";
  return "Something went wrong on the server; try again, or reload the page.";
}

addEventListener("beforeunload", (event) => {
  if (open) event.preventDefault();
});
