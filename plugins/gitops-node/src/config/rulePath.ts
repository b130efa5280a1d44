const placeholders = ['environment', 'service', 'cluster'];

/** Why a rule's path pattern can't be used, or `undefined` where it can. */
export function rulePathProblem(pattern: string): string | undefined {
  if (pattern.startsWith('/') || pattern.includes('\\')) {
    return 'must be relative to the repository, with / between segments';
  }
  if (pattern.split('/').some(part => ['', '.', '..'].includes(part))) {
    return "must not hold empty, '.' or '..' segments";
  }
  const names = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(match => match[1]);
  const unknown = names.find(name => !placeholders.includes(name));
  if (unknown !== undefined) {
    return `has the unknown placeholder {${unknown}}; there are {environment}, {service} and {cluster}`;
  }
  if (/[{}]/.test(pattern.replace(/\{[^{}]*\}/g, ''))) {
    return 'has a brace without its pair';
  }
  if (pattern.includes('}{')) {
    return 'has two placeholders with nothing between them';
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return `names {${repeated}} twice`;
  return names.includes('service')
    ? undefined
    : 'must name {service}: it tells whose version a file holds';
}
