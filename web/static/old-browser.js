// Runs only where a browser knows no modules; such a browser cannot run the client either.
window.onload = function () {
  document.getElementById("too-old").removeAttribute("hidden");
};
