/** Shows the time of the server, as it comes. */
const clock = document.getElementById("clock");
new EventSource(clock.dataset.from).addEventListener("message", ({ data }) => {
  clock.textContent = data;
});
