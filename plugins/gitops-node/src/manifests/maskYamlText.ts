import { SecretMask } from './SecretMask';
import { isSecretName } from './isSecretName';
import { MapNode, nodeAt, ScalarNode, textAt, YamlNode } from './YamlNode';
import { parseYaml } from './parseYaml';

/**
 * A whole file's text with its secrets masked, line for line, so that diffs of
 * it keep their places. A file that isn't YAML is masked as free text.
 */
export function maskYamlText(text: string, mask: SecretMask): string {
  const { documents } = parseYaml(text, { branch: '', file: '' });
  const lines = text.split('\n');
  for (const { root } of documents) maskNode(root, lines, mask, isSecret(root));
  return mask.text(lines.join('\n'));
}

function isSecret(root: YamlNode): boolean {
  return textAt(root, 'kind') === 'Secret';
}

function maskNode(
  node: YamlNode,
  lines: string[],
  mask: SecretMask,
  inSecret: boolean,
): void {
  if (node instanceof ScalarNode) return;
  if (!(node instanceof MapNode)) {
    node.items.forEach(item => maskNode(item, lines, mask, false));
    return;
  }
  for (const [key, child] of node.entries) {
    const isData = inSecret && (key === 'data' || key === 'stringData');
    const named = key === 'value' && isSecretName(textAt(node, 'name') ?? '');
    if (isData || isSecretName(key) || named) maskAll(child, lines, mask);
    else if (key === 'secretGenerator') maskLiterals(child, lines, mask);
    else maskNode(child, lines, mask, false);
  }
}

function maskLiterals(node: YamlNode, lines: string[], mask: SecretMask): void {
  if (node instanceof ScalarNode || node instanceof MapNode) return;
  for (const generator of node.items) {
    const literals = nodeAt(generator, 'literals');
    if (literals !== undefined) maskAll(literals, lines, mask);
  }
}

function maskAll(node: YamlNode, lines: string[], mask: SecretMask): void {
  if (node instanceof ScalarNode) maskScalar(node, lines, mask);
  else if (node instanceof MapNode) {
    node.entries.forEach(child => maskAll(child, lines, mask));
  } else node.items.forEach(child => maskAll(child, lines, mask));
}

/** A block's lines are masked one by one: their number stays. */
function maskScalar(
  { line, text, value }: ScalarNode,
  lines: string[],
  mask: SecretMask,
): void {
  if (value === undefined || typeof value === 'boolean' || text === '') return;
  const index = line - 1;
  const single = text.split('\n').filter(part => part.trim() !== '');
  for (const [offset, part] of single.entries()) {
    const wanted = part.trim();
    const end = Math.min(lines.length, index + text.split('\n').length + 2);
    for (let at = index + Math.min(offset, 1); at < end; at += 1) {
      const found = lines[at].lastIndexOf(wanted);
      if (found < 0) continue;
      lines[at] = `${lines[at].slice(0, found)}${mask.mask(wanted)}${lines[
        at
      ].slice(found + wanted.length)}`;
      break;
    }
  }
}
