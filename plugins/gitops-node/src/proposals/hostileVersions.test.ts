import { parseAllDocuments } from 'yaml';
import { discover } from '../discovery/discover';
import { DiscoveryInput } from '../discovery/model';
import { fileTreeOf } from '../discovery/testing/fileTreeOf';
import { planVersions } from './planVersions';
import { layouts, makeRepositoryOf } from './testing/layouts';

/** What a form could send, if nothing checked it before. */
const hostile = [
  'v2\nevil: true',
  'v2\r\nevil: true',
  'v2\u2028evil: true',
  'v2: evil',
  'v2 # evil',
  "v2' #",
  'v2" #',
  '"',
  "'",
  '../../etc/passwd',
  '${{ secrets.TOKEN }}',
  '{{ .Values.evil }}',
  '&evil v2',
  '*evil',
  '!!binary v2',
  '!evil v2',
  '- v2',
  '[v2]',
  '{v2: 1}',
  '| v2',
  '> v2',
  '%YAML 1.2',
  '---',
  '...',
  'true',
  'null',
  '~',
  '1.10',
  '0x1F',
  '1e3',
  '2026-01-01',
  ' v2 ',
  '-rf',
  '$(reboot)',
  '`reboot`',
  'v2;reboot',
  'v2&timeout=1&ref=v1',
  'v2@sha256:abc',
  'v2\u0000',
  '\ufeffv2',
];

function valuesOf(text: string): unknown {
  const documents = parseAllDocuments(text, { version: '1.1', merge: true });
  if (!Array.isArray(documents)) return [];
  return documents.map(document => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
}

/** Every scalar of plain data by the way to it; patches are read as well. */
function scalarsOf(data: unknown, path = '$'): Map<string, unknown> {
  if (typeof data === 'string' && /\/(?:patch|values)$/.test(path)) {
    return scalarsOf(valuesOf(data), `${path}|`);
  }
  if (typeof data !== 'object' || data === null) {
    return new Map([[path, data]]);
  }
  return new Map(
    Object.entries(data).flatMap(([key, value]) => [
      ...scalarsOf(value, `${path}/${key}`),
    ]),
  );
}

describe.each(Object.keys(layouts))('in the layout %s', layout => {
  it.each(hostile)('the version %j stays in its field, or is refused', to => {
    const made = makeRepositoryOf(layout, 3);
    const input: DiscoveryInput = {
      repository: {
        id: 'config',
        url: 'https://git.quillmoor.example/quillmoor/config.git',
      },
      branches: Object.entries(made.branches).map(([name, files]) => ({
        name,
        tree: fileTreeOf(files),
        ...(made.environments && { environment: name }),
      })),
      environments: [],
      rules: made.rules ?? [],
    };
    const discovery = discover(input);
    const targets = discovery.targets.filter(
      ({ service, environment }) =>
        service === 'web' && environment === 'production',
    );
    const moves = targets.flatMap(target =>
      target.artifacts.map(artifact => ({
        target,
        artifact,
        to: { ...artifact, version: to },
      })),
    );
    expect(moves.length).toBeGreaterThan(0);
    const plan = planVersions(input, discovery, moves);
    const isRefused = plan.diagnostics.some(({ level }) => level === 'error');
    for (const { path, before = '', after = '' } of plan.files) {
      if (!/\.ya?ml$|^tags\//.test(path)) throw new Error(path);
      const old = scalarsOf(valuesOf(before));
      const now = scalarsOf(valuesOf(after));
      expect([...now.keys()]).toEqual([...old.keys()]);
      const changed = [...now].filter(([key, value]) => old.get(key) !== value);
      expect(changed.length).toBeGreaterThan(0);
      for (const [, value] of changed) {
        // A switch or a date would be read as something else than was asked.
        expect(['string', 'number']).toContain(typeof value);
        expect(String(value)).toContain(to);
      }
      const lines = after.split('\n');
      expect(lines).toHaveLength(before.split('\n').length);
    }
    expect(isRefused || plan.files.length > 0).toBe(true);
  });
});
