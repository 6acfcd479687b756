const button = document.getElementById("count");
let clicks = 0;

button.addEventListener("click", () => {
  clicks += 1;
  button.textContent = clicks === 1 ? "Clicked once" : `Clicked ${clicks} times`;
});
