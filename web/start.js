// Starts the client; the build fills in the names. A browser that cannot run it gets a page that says so.
import init from "{{js}}";

init({ module_or_path: "{{wasm}}" }).catch((error) => {
  console.error(error);
  if (document.querySelector("#app .skeleton")) {
    document.getElementById("too-old").hidden = false;
  }
});
