"""A passkey in software: what a browser would answer, and what a forger would. PLT-3"""

import json
import secrets
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class SoftKey:
    """`make` and `prove` answer the questions of the pages; keywords forge one thing or another."""

    def __init__(self, host="localhost", origin="http://localhost:8000"):
        self.host, self.origin, self.count = host, origin, 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.handle = b""

    def make(self, question, *, verified=True, rk=True, **forged):
        asked = json.loads(question)["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        told = self._told(ATTESTED | (VERIFIED if verified else 0), bytes(data), forged.get("host"))
        whole = AttestationObject.create("none", told, {})
        response = {"attestationObject": websafe_encode(bytes(whole))}
        return self._answer("webauthn.create", asked, response, {"credProps": {"rk": rk}}, **forged)

    def prove(self, question, *, verified=True, counted=True, **forged):
        asked = json.loads(question)["publicKey"]
        self.count += counted
        told = self._told(VERIFIED if verified else 0, b"", forged.get("host"))
        client = self._client("webauthn.get", asked, **forged)
        signer = forged.get("signer") or self.key
        signature = signer.sign(bytes(told) + sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "authenticatorData": websafe_encode(bytes(told)),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(forged.get("handle", self.handle)),
        }
        return self._answer("webauthn.get", asked, response, {}, **forged)

    def _told(self, flags, data, host):
        rp = sha256((host or self.host).encode()).digest()
        return AuthenticatorData.create(rp, PRESENT | flags, self.count, data)

    def _client(self, usual, asked, **forged):
        said = {
            "type": forged.get("kind", usual),
            "challenge": forged.get("challenge", asked["challenge"]),
            "origin": forged.get("origin", self.origin),
        }
        return json.dumps(said).encode()

    def _answer(self, usual, asked, response, results, **forged):
        response["clientDataJSON"] = websafe_encode(self._client(usual, asked, **forged))
        name = websafe_encode(self.id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": results, "response": response}
        )
