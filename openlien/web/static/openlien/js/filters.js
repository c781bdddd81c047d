/** A filter form applies a choice at once; empty fields stay out of the address so that it can be read and shared. */

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && field.type !== "text"))) return;
  const form = field.form;
  if (form?.matches("[data-autosubmit]")) form.requestSubmit();
});

document.addEventListener("formdata", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-autosubmit]")) return;
  for (const [name, value] of [...event.formData]) {
    if (value === "" && event.formData.getAll(name).length === 1) event.formData.delete(name);
  }
});
