const secretWords =
  /(?:pass(?:word|wd|phrase)|(?<![a-z])pwd|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key|signing[-_]?key|encryption[-_]?key|account[-_]?key|connection[-_]?string|conn[-_]?str|(?<![a-z])dsn|htpasswd|bearer|webhook[-_]?url|dockerconfigjson)/i;

/** Names that say where a secret is kept, not what it is. */
const references =
  /(?:^existing|(?:name|names|ref|refs|file|path|dir|mount|key|keys|selector|namespace|provider|store|type|kind|class|version|enabled|seconds|ttl|expir(?:y|ation|es)|interval|policy|issuer|audience|endpoint|template|engine|url)$)/i;

const keyWords =
  /(?:(?:api|access|private|signing|encryption|account|secret)[-_]?key|webhook[-_]?url)$/i;

/** `pass` by itself is a word of many others. */
const pass = /(?:^|[^A-Za-z])pass$|[a-z]Pass$|(?:^|[^A-Za-z])PASS$/;

/** Whether a key, a variable or a flag says that its value is a secret. */
export function isSecretName(name: string): boolean {
  if (pass.test(name)) return true;
  if (!secretWords.test(name)) return false;
  return keyWords.test(name) || !references.test(name);
}
