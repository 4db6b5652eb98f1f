// A certified OpenID Connect provider (oidc-provider, MIT) on loopback, for one test: its key is made when it starts and
// dies with it. node tests/oidc/provider.mjs PORT REDIRECT_URI ACCOUNTS   (accounts: JSON, login → claims)
import { generateKeyPairSync, randomBytes } from "node:crypto";
import Provider from "oidc-provider";

const [port, redirect, said] = process.argv.slice(2);
const accounts = JSON.parse(said);
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "ayni",
      client_secret: "only-for-a-test",
      redirect_uris: [redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  cookies: { keys: [randomBytes(16).toString("hex")] },
  findAccount: (_context, id) =>
    accounts[id] && { accountId: id, claims: async () => ({ sub: id, ...accounts[id] }) },
  jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: "of-this-test" }] },
  pkce: { required: () => true },
  ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
