import { nodeAtField } from './nodeAtField';
import { parseYaml } from './parseYaml';

const [{ root }] = parseYaml(
  `kind: Service
metadata:
  labels:
    app.kubernetes.io/name: shop
spec:
  ports:
    - port: 53
      protocol: UDP
      name: dns
    - port: 53
      name: dns-tcp
  args:
    - first
    - second
  mounts:
    - mountPath: /a,b
`,
  { branch: '', file: 'service.yaml' },
).documents;

it.each([
  ['metadata.labels["app.kubernetes.io/name"]', 4],
  ['spec.ports[port=53,protocol=UDP].name', 9],
  ['spec.ports[port=53,protocol=TCP].name', 11],
  ['spec.args[1]', 14],
  ['spec.mounts[mountPath=/a,b]', 16],
])('finds where %s is written', (field, line) => {
  expect(nodeAtField(root, field)?.line).toBe(line);
});

it.each(['spec.replicas', 'spec.ports[port=80]', 'kind.of', 'no field ['])(
  'finds no %s',
  field => {
    expect(nodeAtField(root, field)).toBeUndefined();
  },
);
