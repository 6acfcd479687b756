// Sends the request that a button names, and shows the answer.
const form = document.querySelector("form");
const output = document.querySelector("output");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const method = event.submitter.value;
  const { url, text } = form.elements;
  const hasBody = method === "POST" || method === "PUT" || method === "PATCH";
  const headers = { Accept: "application/json", "X-CSRFToken": form.dataset.token };
  if (hasBody) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(url.value, {
      method,
      headers,
      ...(hasBody ? { body: JSON.stringify({ text: text.value }) } : {}),
    });
    output.textContent = await described(`${method} ${url.value}`, response);
  } catch (error) {
    output.textContent = `The request was not answered: ${error.message}`;
  }
});

async function described(request, response) {
  const lines = [request, "", `${response.status} ${response.statusText}`];
  for (const name of ["Allow", "Location", "Content-Type", "Content-Length"]) {
    if (response.headers.has(name)) lines.push(`${name}: ${response.headers.get(name)}`);
  }
  return [...lines, "", await response.text()].join("\n").trim();
}
