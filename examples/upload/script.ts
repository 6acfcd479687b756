/** What runs in the browser: it shows how far an upload is. Without it the form works as well. */
export const script: string = `
const size = (bytes) => (bytes / 1048576).toFixed(1).replace(/\\.0$/, "") + "\\u00a0MB";

function start() {
  const form = document.querySelector("form");
  if (form === null) return;
  form.classList.add("scripted");
  const input = form.elements.files;
  const problem = form.querySelector(".problem");
  const chosen = form.querySelector(".chosen");
  const progress = form.querySelector("progress");
  const button = form.querySelector("button");
  const limit = Number(form.dataset.limit);

  input.addEventListener("change", () => {
    const { files } = input;
    const total = [...files].reduce((sum, file) => sum + file.size, 0);
    chosen.textContent = files.length === 1 ? files[0].name : files.length + " files, " + size(total);
    problem.textContent = total > limit ? "That is " + size(total) + " together; " + size(limit) + " is the most." : "";
  });

  const drop = form.querySelector(".drop");
  for (const type of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", type === "dragover");
      if (type !== "drop") return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change"));
    });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.value = loaded / total;
      button.textContent = Math.round((100 * loaded) / total) + " %";
    });
    request.addEventListener("load", () => {
      // The page that the server answered with, after its redirect if there was one.
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.querySelector("main").replaceWith(page.querySelector("main"));
      start();
    });
    request.addEventListener("error", () => {
      problem.textContent = "The connection broke off. Try again.";
      progress.hidden = true;
      button.disabled = false;
      button.textContent = "Upload";
    });
    const data = new FormData(form);
    progress.hidden = false;
    button.disabled = true;
    problem.textContent = "";
    request.open("POST", form.action);
    request.send(data);
  });
}

start();
`;
