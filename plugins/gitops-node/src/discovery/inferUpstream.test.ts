import { BranchManifests } from './BranchManifests';
import { inferUpstream } from './inferUpstream';
import { fileTreeOf } from './testing/fileTreeOf';

const own = 'https://git.example.com/acme/deploy.git';
const foreign = 'https://git.example.com/acme/charts';

function infer(files: Record<string, string>, url = '/srv/copies/17') {
  const branch = new BranchManifests({ name: 'main', tree: fileTreeOf(files) });
  return inferUpstream({ url }, [branch]);
}

function application(url: string, path: string): string {
  return `kind: Application
spec:
  source:
    repoURL: ${url}
    targetRevision: main
    path: ${path}
`;
}

describe('inferUpstream', () => {
  it('takes the URL whose paths are here, not the one whose paths are not', () => {
    expect(
      infer({
        'apps/a.yaml': application(own, 'services/a'),
        'apps/b.yaml': application(foreign, 'services/nowhere'),
        'apps/c.yaml': application(foreign, 'services/neither'),
        'services/a/deployment.yaml': '',
      }),
    ).toBe(own);
  });

  it('reads sources in the templates of a chart', () => {
    expect(
      infer({
        'chart/templates/application.yaml': `{{- range .Values.apps }}\n${application(
          own,
          'services/{{ .name }}',
        )}{{- end }}\n`,
        'services/a/deployment.yaml': '',
      }),
    ).toBe(own);
  });

  it('follows a Flux Kustomization to its GitRepository', () => {
    expect(
      infer({
        'flux/source.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system }
spec: { url: ssh://git@git.example.com/acme/deploy }
`,
        'flux/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps }
spec: { path: ./apps, sourceRef: { kind: GitRepository, name: flux-system } }
`,
        'apps/a/deployment.yaml': '',
      }),
    ).toBe('ssh://git@git.example.com/acme/deploy');
  });

  it('says nothing where the path of the copy tells its name', () => {
    const files = {
      'apps/a.yaml': application(own, 'services/a'),
      'services/a/deployment.yaml': '',
    };
    expect(infer(files, '/srv/deploy')).toBeUndefined();
    expect(infer(files, 'https://git.example.com/x/y')).toBeUndefined();
  });

  it('says nothing where only the root is named', () => {
    expect(infer({ 'apps/a.yaml': application(foreign, '.') })).toBeUndefined();
  });
});
