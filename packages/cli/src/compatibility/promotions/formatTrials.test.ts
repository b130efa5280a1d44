import { formatTrials } from './formatTrials';
import { TrialResult } from './runTrial';

const diff = [
  '--- a/web/production/kustomization.yaml',
  '+++ b/web/production/kustomization.yaml',
  '@@ -1,3 +1,3 @@',
  ' images:',
  '   - name: quillmoor/web',
  '-    newTag: v1 # kept',
  '+    newTag: v2 # kept',
  '',
].join('\n');

const result: TrialResult = {
  trial: {
    repository: 'quillmoor/config',
    service: 'web',
    move: { kind: 'promote', from: 'staging', to: 'production' },
    sample: 'The tag of one image.',
  },
  answer: {
    commit: '0123456789abcdef0123456789abcdef01234567',
    files: [{ path: 'web/production/kustomization.yaml', diff }],
    rendered: [
      { unit: 'a', resource: 'apps/Deployment/_/web' },
      { unit: 'b', resource: 'apps/Deployment/_/web' },
    ],
    alsoAffects: [],
    diagnostics: [],
  },
};

describe('formatTrials', () => {
  it('tells how much changes, and where', () => {
    expect(formatTrials([result])).toContain(
      '| [quillmoor/config](https://github.com/quillmoor/config) | `0123456789ab` | web | staging → production | 1 | 1 | 2 of 2 | – | – |\n',
    );
  });

  it('tells why a proposal is refused, and whom it would move', () => {
    const { answer, ...rest } = result;
    const refused = {
      ...rest,
      answer: {
        ...answer,
        alsoAffects: [{ environment: 'demo' }, { environment: 'demo' }],
        diagnostics: [
          { level: 'info', code: 'a', message: 'So far so good.' },
          { level: 'error', code: 'b', message: 'It would move demo.' },
        ],
      },
    };
    expect(formatTrials([refused])).toContain(
      '| demo | It would move demo. |\n',
    );
  });

  it('shows the changed lines of a sample and none around them', () => {
    const text = formatTrials([result]);
    expect(text).toContain('The tag of one image.');
    expect(text).toContain('-    newTag: v1 # kept\n+    newTag: v2 # kept\n');
    expect(text).not.toContain('- name: quillmoor/web');
  });
});
