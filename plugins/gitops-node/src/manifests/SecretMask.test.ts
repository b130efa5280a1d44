import { stringify } from 'yaml';
import { isSecretName } from './isSecretName';
import { maskYamlText } from './maskYamlText';
import { SecretMask } from './SecretMask';

const mask = new SecretMask(Buffer.from('salt of this comparison'));

function visible(value: unknown): string {
  return JSON.stringify(mask.object(value));
}

describe('isSecretName', () => {
  it.each([
    'password',
    'DB_PASSWORD',
    'dbPassword',
    'clientSecret',
    'client-secret',
    'apiKey',
    'API_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'token',
    'GITHUB_TOKEN',
    'connectionString',
    'privateKey',
    'webhook_url',
    'pass',
    'DB_PASS',
    'smtpPass',
    '.dockerconfigjson',
  ])('%s holds a secret', name => expect(isSecretName(name)).toBe(true));

  it.each([
    'secretName',
    'secretKeyRef',
    'existingSecret',
    'passwordSecretRef',
    'tokenExpirationSeconds',
    'secretsProvider',
    'tokenFile',
    'compass',
    'bypass',
    'passThrough',
    'image',
    'key',
  ])('%s does not', name => expect(isSecretName(name)).toBe(false));
});

describe('what is a secret in whatever it is written in', () => {
  const secret = 'hunter2SECRET';
  const manifests: Record<string, object> = {
    "a release's values": { values: { smtp: { pass: secret } } },
    'JSON in a ConfigMap': {
      data: { 'app.json': `{"a": 1, "auth": {"password": "${secret}"}}` },
    },
    'a connection string': {
      data: { CONN: `Server=db;User Id=a;Password=${secret};` },
    },
    'an argument after its flag': { args: ['--password', secret, '--debug'] },
    'an inline patch': {
      patches: [
        {
          patch: `- op: replace\n  path: /data/password\n  value: ${secret}\n`,
        },
        { patch: `- op: add\n  path: /stringData/a\n  value: ${secret}\n` },
      ],
    },
    'an operation of a patch': {
      patch: [{ op: 'add', path: '/data/token', value: secret }],
    },
    'a Secret in values': {
      extraObjects: [{ kind: 'Secret', data: { a: secret } }],
    },
    'a header': { headers: { Authorization: `Bearer ${secret}` } },
    'the value of a password': { password: { value: secret } },
  };

  it.each(Object.entries(manifests))('is hidden in %s', (_, manifest) => {
    expect(visible(manifest)).not.toContain(secret);
    const text = maskYamlText(stringify(manifest), mask);
    expect(text).not.toContain(secret);
    expect(text.split('\n')).toHaveLength(
      stringify(manifest).split('\n').length,
    );
  });

  it.each(['-a', 'a.', '-eyJ', 'token: *x\n'])(
    'is looked for once in a text of many %j',
    part => {
      // Quadratic work would take minutes and not end within the test.
      const text = part.repeat(400_000 / part.length);
      expect(mask.text(text)).toHaveLength(text.length);
      expect(maskYamlText(text, mask)).toHaveLength(text.length);
    },
  );
});

describe('SecretMask', () => {
  it('gives equal values equal masks, and others others', () => {
    expect(mask.mask('a')).toBe(mask.mask('a'));
    expect(mask.mask('a')).not.toBe(mask.mask('b'));
    const other = new SecretMask(Buffer.from('another salt'));
    expect(other.mask('a')).not.toBe(mask.mask('a'));
    expect(mask.mask('hunter2')).not.toContain('hunter2');
  });

  it('hides all data of a Secret, also what was applied last', () => {
    const text = visible({
      kind: 'Secret',
      metadata: {
        name: 'shop',
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration':
            '{"data":{"user":"YWxpY2U="}}',
          note: 'kept',
        },
      },
      data: { user: 'YWxpY2U=' },
      stringData: { 'config.yaml': 'user: alice' },
    });
    expect(text).not.toMatch(/YWxpY2U|alice/);
    expect(text).toContain('kept');
    expect(text).toContain('shop');
  });

  it('hides values whose key, variable or flag says so', () => {
    const text = visible({
      spec: {
        values: { auth: { password: 'hunter2', enabled: true, port: 5432 } },
        containers: [
          {
            env: [
              { name: 'DB_PASSWORD', value: 'hunter3' },
              { name: 'LOG_LEVEL', value: 'debug' },
            ],
            args: ['--api-key=hunter4', '--token', '--verbose=true'],
          },
        ],
      },
    });
    expect(text).not.toMatch(/hunter/);
    expect(text).toContain('debug');
    expect(text).toContain('5432');
    expect(text).toContain('--verbose=true');
  });

  it('hides the literals of generators', () => {
    const text = visible({
      secretGenerator: [{ name: 's', literals: ['user=alice'] }],
      configMapGenerator: [{ literals: ['API_TOKEN=hunter5', 'level=info'] }],
    });
    expect(text).not.toMatch(/alice|hunter/);
    expect(text).toContain('user=');
    expect(text).toContain('level=info');
  });

  it('hides credentials in URLs, keys and tokens wherever they stand', () => {
    const text = visible({
      data: {
        url: 'postgres://shop:hunter6@db/shop',
        pem: '-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----',
        note: `see ghp_${'a1'.repeat(18)}`,
        settings: 'level: info\npassword: hunter7\n',
      },
    });
    expect(text).not.toMatch(/hunter|MIIabc|ghp_a1/);
    expect(text).toContain('@db/shop');
    expect(text).toContain('level: info');
  });

  it('keeps what only refers to a secret', () => {
    const value = {
      secretName: 'shop-tls',
      valueFrom: { secretKeyRef: { name: 'db', key: 'password' } },
    };
    expect(mask.object(value)).toEqual(value);
  });

  it('treats __proto__ as a key', () => {
    const value = JSON.parse('{"__proto__": {"password": "hunter8"}}');
    expect(visible(value)).not.toContain('hunter8');
    expect(Object.getPrototypeOf(mask.object(value))).toBe(Object.prototype);
  });
});

describe('maskYamlText', () => {
  it('masks line for line', () => {
    const text = [
      'kind: Secret',
      'metadata: {name: shop}',
      'stringData:',
      '  user: alice',
      '  config: |',
      '    first: alice',
      '    second: bob',
      '---',
      'kind: HelmRelease',
      'spec:',
      '  values:',
      '    db: {password: hunter2, host: db}',
      '    image: {tag: v1}',
      '---',
      'secretGenerator:',
      '- literals:',
      '  - pin=1234',
    ].join('\n');
    const masked = maskYamlText(text, mask);
    expect(masked).not.toMatch(/alice|bob|hunter2|1234/);
    expect(masked.split('\n')).toHaveLength(17);
    expect(masked).toContain('host: db');
    expect(masked).toContain('tag: v1');
  });

  const masked = (...lines: string[]) =>
    maskYamlText(lines.join('\n'), mask).split('\n');

  it('hides the value itself, wherever else its letters stand on the line', () => {
    expect(
      masked('db: { password: a, name: banana, user: "a" } # a')[0],
    ).toMatch(
      /^db: \{ password: \*\*\*[0-9a-f]{8}, name: banana, user: "a" \} # a$/,
    );
  });

  it('hides the data of a Secret in a list and in an inline patch', () => {
    const text = masked(
      'kind: List',
      'items:',
      '- kind: Secret',
      '  data: { pin: aHVudGVyMg== }',
      '---',
      'patches:',
      '- patch: |-',
      '    kind: Secret',
      '    metadata: { name: shop }',
      '    stringData:',
      '      plain: hunter2 # hunter3 is next',
    ).join('\n');
    expect(text).not.toMatch(/aHVud|hunter2/);
    expect(text).toContain('metadata: { name: shop }');
  });

  it('hides values by the name beside them, in arguments and behind aliases', () => {
    const text = masked(
      'env:',
      '- name: DB_PASSWORD',
      '  value: hunter2',
      '- { value: hunter3, name: API_TOKEN }',
      '- name: LEVEL',
      '  value: debug',
      'args: [--password, hunter4, --level, info, --token=hunter5]',
      'shared: &pin hunter6',
      'password: *pin',
      'helm: { parameters: [{ name: db.password, value: hunter7 }] }',
      'secrets: { DATABASE_URL: hunter8, store: vault }',
      'literals: [ user=alice, PASSWORD=hunter9 ]',
    ).join('\n');
    expect(text).not.toMatch(/hunter/);
    expect(text).toMatch(/debug[\s\S]*--level, info[\s\S]*store: vault/);
    expect(text).toContain('user=alice');
  });

  it('hides what comments hold, and values inside of texts', () => {
    const text = masked(
      '# password: hunter2',
      '# - name: DB_PASSWORD',
      '#   value: hunter3',
      'level: info   # token: hunter4',
      'data:',
      '  values.yaml: |',
      '    auth: { password: hunter5, user: alice }',
      '    # apiKey: hunter6',
      '  key: |',
      '    -----BEGIN RSA PRIVATE KEY-----',
      '    MIIabc',
      '    -----END RSA PRIVATE KEY-----',
      '    after: this',
    );
    expect(text).toHaveLength(13);
    expect(text.join('\n')).not.toMatch(/hunter|MIIabc/);
    expect(text.join('\n')).toMatch(/level: info[\s\S]*user: alice/);
    expect(text[12]).toBe('    after: this');
  });

  it('keeps what is encrypted, and the number of lines of what is not', () => {
    const lines = [
      'stringData:',
      '  password: ENC[AES256_GCM,data:abc=,iv:def=,type:str]',
      '  note: "first',
      '    hunter2"',
      '  folded: >-',
      '    hunter3',
      '',
      '    hunter4',
      'kind: Secret',
    ];
    const text = masked(...lines);
    expect(text).toHaveLength(lines.length);
    expect(text[1]).toBe(lines[1]);
    expect(text.join('\n')).not.toMatch(/hunter/);
  });

  it('masks templates line by line', () => {
    const text = masked(
      '{{- if .Values.secret }}',
      'apiVersion: v1',
      'kind: Secret',
      'metadata: { name: {{ .Release.Name }} }',
      'data:',
      '  user: {{ "alice" | b64enc }}',
      '  pin: hunter2',
      '  config: |',
      '    hunter3: x',
      '{{- end }}',
      '---',
      'kind: Deployment',
      'data: visible',
      'env:',
      '  - name: DB_PASSWORD',
      '    value: hunter4',
      '  - name: LEVEL',
      '    value: debug',
      'password: |',
      '  hunter5',
      'level: info',
    ).join('\n');
    expect(text).not.toMatch(/alice|hunter\d(?!: \*)/);
    expect(text).toContain('data: visible');
    expect(text).toContain('value: debug');
    expect(text).toContain('level: info');
  });

  it('masks text that is not YAML', () => {
    expect(maskYamlText('{{ if }}\npassword: hunter2\n', mask)).not.toContain(
      'hunter2',
    );
  });
});
