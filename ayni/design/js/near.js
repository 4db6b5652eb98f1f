// "Look near where I am": the place goes in a form, rounded to about a kilometre, and never into an address.
const WAITS = 15000;

export function lookNear() {
  const form = document.querySelector("[data-near]");
  if (!form || !navigator.geolocation) {
    return;
  }
  const said = form.querySelector("[data-refused]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    said.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(2);
        form.elements.lon.value = coords.longitude.toFixed(2);
        form.submit();
      },
      () => {
        said.textContent = said.dataset.refused;
      },
      { timeout: WAITS, maximumAge: 600000 },
    );
  });
}
