// Code that verifies a message, ready to be pasted. It reads the secret from the environment: it has no place in code.
export const verifyKinds = [
  { key: "node", label: "Node.js" },
  { key: "dotnet", label: ".NET" },
  { key: "python", label: "Python" },
  { key: "library", label: "With a library" },
] as const;

export type VerifyKind = (typeof verifyKinds)[number]["key"];

export function verify(kind: VerifyKind): string {
  switch (kind) {
    case "node":
      return `import { createHmac, timingSafeEqual } from 'node:crypto'

// body: the bytes as they came, not JSON that was parsed and written again
export function isGenuine(headers, body, secret = process.env.WEBHOOK_SECRET) {
  const id = headers['webhook-id'], timestamp = headers['webhook-timestamp']
  if (!(Math.abs(Date.now() / 1000 - timestamp) < 300)) return false // too old: a replay
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\`).update(body).digest()
  return headers['webhook-signature'].split(' ').some((each) => {
    const given = Buffer.from(each.slice('v1,'.length), 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}`;
    case "dotnet":
      return `static bool IsGenuine(HttpRequest request, byte[] body, string secret)
{
    var (id, timestamp) = (request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString());
    if (!long.TryParse(timestamp, out var seconds) || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > 300)
        return false; // too old: a replay
    var key = Convert.FromBase64String(secret["whsec_".Length..]);
    var expected = HMACSHA256.HashData(key, [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]);
    return request.Headers["webhook-signature"].ToString().Split(' ').Any(each =>
        each.StartsWith("v1,") && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(each[3..]), expected));
}`;
    case "python":
      return `import base64, hashlib, hmac, time

def is_genuine(headers, body: bytes, secret: str) -> bool:
    id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        return False  # too old: a replay
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(each, expected) for each in headers["webhook-signature"].split())`;
    case "library":
      return `// Messages are signed as Standard Webhooks says (standardwebhooks.com): its libraries verify them.
// npm install standardwebhooks
import { Webhook } from 'standardwebhooks'

const wh = new Webhook(process.env.WEBHOOK_SECRET)
const message = wh.verify(body, headers) // throws unless it is genuine`;
  }
}
