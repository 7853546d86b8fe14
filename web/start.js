// Starts the client; the build fills in the names. A browser that cannot run it gets a page that says so.
import init from "{{js}}";

// Large text from the first moment on; the client keeps these three words (src/app/display.rs).
try {
  const words = (localStorage.getItem("daiban.display") ?? "").split(" ");
  ["text", "contrast", "motion"].forEach((name, place) => {
    if (words[place]) document.documentElement.dataset[name] = words[place];
  });
} catch {
  // A browser that forbids storage shows the usual size.
}

init({ module_or_path: "{{wasm}}" }).catch((error) => {
  console.error(error);
  if (document.querySelector("#app .skeleton")) {
    document.getElementById("too-old").hidden = false;
  }
});
