/* What a page gains where scripts run; every page reads without it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var KEPT_DAYS = 14;

  function store(key, value) {
    try {
      if (value === null) window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, value);
      return true;
    } catch (refused) {
      return false;
    }
  }

  function stored(key) {
    try {
      return window.localStorage.getItem(key);
    } catch (refused) {
      return null;
    }
  }

  /* 大字 and 深色, remembered on this machine. */
  function dark() {
    var chosen = root.getAttribute("data-theme");
    return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function lookOn(look) {
    return look === "theme" ? dark() : root.getAttribute("data-size") === "large";
  }

  function turn(look) {
    var on = !lookOn(look);
    var value = look === "theme" ? (on ? "dark" : "light") : on ? "large" : "normal";
    root.setAttribute("data-" + look, value);
    store("cairong." + look, value);
    document.dispatchEvent(new CustomEvent("cairong:look"));
  }

  document.querySelectorAll("[data-look]").forEach(function (button) {
    var look = button.getAttribute("data-look");
    function say() {
      button.setAttribute("aria-pressed", String(lookOn(look)));
    }
    button.hidden = false;
    say();
    button.addEventListener("click", function () {
      turn(look);
      say();
    });
  });

  /* Drafts: what was typed stays on this machine until the form is accepted. */
  function draftable(field) {
    return field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);
  }

  function gather(form) {
    return Array.from(form.elements)
      .filter(draftable)
      .map(function (field) {
        var picks = field.type === "checkbox" || field.type === "radio";
        return [field.name, picks ? field.value : null, picks ? field.checked : field.value];
      });
  }

  function restore(form, values) {
    var changed = false;
    var pending = values.slice();
    Array.from(form.elements)
      .filter(draftable)
      .forEach(function (field) {
        var picks = field.type === "checkbox" || field.type === "radio";
        var at = pending.findIndex(function (one) {
          return one[0] === field.name && (!picks || one[1] === field.value);
        });
        if (at < 0) return;
        var value = pending.splice(at, 1)[0][2];
        if (picks && field.checked !== value) {
          field.checked = value;
          changed = true;
        } else if (!picks && field.value !== value && !field.readOnly) {
          field.value = value;
          changed = true;
        }
      });
    return changed;
  }

  function clock() {
    var now = new Date();
    return String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  }

  function say(form, words, dropped) {
    var place = form.querySelector(".form-draft");
    if (!place) return;
    place.textContent = words;
    if (!dropped) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = "不用草稿";
    button.addEventListener("click", dropped);
    place.append(" ", button);
  }

  function keepDraft(form) {
    var key = "cairong.draft." + form.getAttribute("data-draft");
    var original = gather(form);
    var kept = null;
    try {
      kept = JSON.parse(stored(key) || "null");
    } catch (broken) {
      store(key, null);
    }
    if (kept && Date.now() - kept.at > KEPT_DAYS * 86400000) {
      store(key, null);
      kept = null;
    }
    if (kept && !form.querySelector(".form-errors") && restore(form, kept.values)) {
      say(form, "已恢复上次的草稿", function () {
        restore(form, original);
        store(key, null);
        say(form, "已放弃草稿");
      });
    }
    var waiting = null;
    form.addEventListener("input", function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(function () {
        var text = JSON.stringify({ at: Date.now(), values: gather(form) });
        if (store(key, text)) say(form, "已保存草稿 " + clock());
      }, 400);
    });
    form.addEventListener("submit", function () {
      store(key, JSON.stringify({ at: Date.now(), values: gather(form) }));
      store("cairong.sent", key);
    });
  }

  /* A page that says it was accepted drops the draft of the form just sent. */
  function dropAccepted() {
    var key = stored("cairong.sent");
    if (!key || document.querySelector("[data-waits]")) return;
    if (document.querySelector(".notice-good, [data-accepted]")) store(key, null);
    store("cairong.sent", null);
  }

  /* Leaving by one's own will leaves nothing behind; an expired session keeps the drafts. */
  function dropAll() {
    try {
      Object.keys(window.localStorage).forEach(function (key) {
        if (key.startsWith("cairong.draft.")) window.localStorage.removeItem(key);
      });
    } catch (refused) {
      return;
    }
  }

  document.querySelectorAll("form[data-leave]").forEach(function (form) {
    form.addEventListener("submit", dropAll);
  });
  dropAccepted();
  document.querySelectorAll("form[data-draft]").forEach(keepDraft);

  /* A second press while the first is on its way does nothing. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("data-sent", "");
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      form.removeAttribute("data-sent");
      form.removeAttribute("aria-busy");
    });
  });

  /* Filters fold on a phone unless one is in force: something typed or chosen, or refused. */
  if (window.matchMedia("(max-width: 40rem)").matches) {
    var asked = window.location.search !== "";
    document.querySelectorAll("[data-fold]").forEach(function (fold) {
      var wanted = fold.querySelectorAll("input:not([type=hidden]), select");
      var filled = Array.prototype.some.call(wanted, function (one) {
        return one.value !== "";
      });
      fold.open = fold.querySelector(".field-error") !== null || (asked && filled);
    });
  }

  /* An open seat list closes when one looks elsewhere. */
  document.addEventListener("click", function (event) {
    document.querySelectorAll(".seat[open]").forEach(function (seat) {
      if (!seat.contains(event.target)) seat.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".seat[open]").forEach(function (seat) {
      seat.open = false;
      seat.querySelector("summary").focus();
    });
  });

  /* Five minutes before the session ends the page says so; where it is idle a round trip starts anew. */
  var WARN_SECONDS = 300;
  var idle = document.querySelector("[data-idle]");
  var ticking = null;
  function startIdle() {
    window.clearTimeout(ticking);
    idle.hidden = true;
    var wait = Math.max(Number(idle.getAttribute("data-idle")) - WARN_SECONDS, 0);
    ticking = window.setTimeout(function () {
      idle.hidden = false;
    }, Math.min(wait * 1000, 2147483647));
  }
  if (idle) {
    startIdle();
  }
  var stay = idle && idle.querySelector("[data-stay]");
  if (stay) {
    stay.addEventListener("click", function (event) {
      var place = event.currentTarget.getAttribute("data-stay");
      window.fetch(place, { redirect: "manual" }).then(
        function (answer) {
          if (answer.ok) startIdle();
          else window.location.reload();
        },
        function () {
          idle.querySelector("p").textContent = "网络不通,没有续上。请稍后再按一次。";
        }
      );
    });
    document.addEventListener("htmx:afterRequest", startIdle);
  }

  /* After a refusal the list of errors is read first. */
  var errors = document.querySelector(".form-errors[data-focus]");
  if (errors) errors.focus();
})();
