/* Passkeys: a form with data-passkey shows itself where the browser knows them, and asks it. */
(function () {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  function bytes(text) {
    var plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(window.atob(plain), function (sign) {
      return sign.charCodeAt(0);
    });
  }

  function text(buffer) {
    var signs = Array.from(new Uint8Array(buffer), function (one) {
      return String.fromCharCode(one);
    });
    return window.btoa(signs.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function question(form) {
    var asked = JSON.parse(form.getAttribute("data-passkey")).publicKey;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    ["excludeCredentials", "allowCredentials"].forEach(function (name) {
      (asked[name] || []).forEach(function (one) {
        one.id = bytes(one.id);
      });
    });
    return asked;
  }

  function answer(made) {
    var said = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(
      function (name) {
        if (made.response[name]) said[name] = text(made.response[name]);
      }
    );
    return JSON.stringify({
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: said,
      clientExtensionResults: made.getClientExtensionResults(),
    });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var place = form.querySelector("[data-answer]");
    var button = form.querySelector("button[type=submit]");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      button.disabled = true;
      var asked = question(form);
      var asking = asked.user
        ? navigator.credentials.create({ publicKey: asked })
        : navigator.credentials.get({ publicKey: asked });
      asking.then(
        function (made) {
          place.value = answer(made);
          form.submit();
        },
        function () {
          button.disabled = false;
          form.querySelector("output").textContent =
            form.getAttribute("data-failed") ||
            "没有用成通行密钥:已取消、超时,或这台设备、这个网址不能用。请重试,或改用动态码。";
        }
      );
    });
  });
})();
