"use strict";
/* Says in words what went wrong with a passkey; the sign-in library would only write to the console. */
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("#passkey-trouble");
  if (place) place.textContent = "The passkey was not used. Try again, or choose the other way on this page.";
});
