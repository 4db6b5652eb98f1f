// Where somebody jumped to on this page (#content, by the skip link) is not carried into the answer of a form that is sent to
// the same address: the browser would put the focus there, and not on what is wrong.
export function forgetTheFragment() {
  document.addEventListener("submit", (event) => {
    if (!location.hash || event.target.getAttribute("action")) return;
    history.replaceState(history.state, "", location.pathname + location.search);
  });
}
