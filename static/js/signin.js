// Passkeys: what the server asks goes to the browser, what the browser answers goes into the form. And recovery codes.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make(asked) {
  const made = await navigator.credentials.create({ publicKey: {
    ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: known(asked.excludeCredentials),
  } });
  return answer(made, { attestationObject: text(made.response.attestationObject) });
}

async function prove(asked) {
  const found = await navigator.credentials.get({ publicKey: {
    ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials),
  } });
  const { authenticatorData, signature, userHandle } = found.response;
  return answer(found, { authenticatorData: text(authenticatorData), signature: text(signature), userHandle: text(userHandle) });
}

function answer(credential, response) {
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  });
}

async function question(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const said = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
  if (!said.ok) throw new Error(said.status);
  return JSON.parse((await said.json()).options).publicKey;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const field = form.elements.credential;
  const trouble = form.querySelector("[data-trouble]");
  if (!window.PublicKeyCredential) {
    form.querySelector("[data-missing]").hidden = false;
    form.querySelector("button:not([type])").disabled = true;
  }
  form.addEventListener("submit", async (event) => {
    if (field.value) return;
    event.preventDefault();
    if (!form.reportValidity()) return;
    trouble.hidden = true;
    try {
      field.value = await (form.dataset.passkey === "make" ? make : prove)(await question(form));
      form.submit();
    } catch (error) {
      trouble.querySelector("span").textContent = error.name === "InvalidStateError" ? form.dataset.again : form.dataset.failed;
      trouble.hidden = false;
    }
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    document.body.dispatchEvent(new CustomEvent("toast", { detail: { value: button.dataset.copied } }));
  });
}
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
