// The address of the page holds its state. Here it can be copied, with or without the controls.

const REFRESH_MILLISECONDS = 300;

export default function ({ parentElement }) {
  const [box, field] = parentElement.querySelectorAll("input");
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("[role=status]");

  const refresh = () => {
    const link = new URL(window.location.href);
    link.searchParams.delete("lesson");
    if (box.checked) link.searchParams.set("lesson", "1");
    if (field.value === link.href) return;
    field.value = link.href;
    status.textContent = "";
  };
  if (new URL(window.location.href).searchParams.has("lesson")) box.checked = true;
  box.onchange = refresh;
  field.onfocus = () => field.select();
  button.onclick = async () => {
    refresh();
    status.textContent = (await copied(field)) ? "Copied." : "Press Ctrl+C to copy it.";
  };
  refresh();
  const timer = setInterval(refresh, REFRESH_MILLISECONDS); // the state may change meanwhile
  return () => clearInterval(timer);
}

// Browsers keep the clipboard for https and localhost; a school's plain http gets the older way.
async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
