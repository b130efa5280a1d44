import { versionLines } from './scanVersionLines';

function found(text: string): number[] {
  return versionLines('a.yaml', text).map(({ line }) => line);
}

describe('versionLines', () => {
  it('finds images', () => {
    expect(
      found(`containers:
  - image: acme/payments:v1
  - name: b
    image: "docker.example.com/acme/b@sha256:${'0'.repeat(64)}"
sidecarImage: acme/proxy:1.2
`),
    ).toEqual([2, 4, 5]);
  });

  it('finds tags', () => {
    expect(
      found(`image:
  repository: acme/payments
  tag: 1.2.3@sha256:abc # pinned
images:
  - name: acme/b
    newTag: v2
image_tag: v3
ref: { branch: main }
`),
    ).toEqual([3, 6, 7]);
  });

  it('finds the version of a chart, and of nothing else', () => {
    expect(
      found(`spec:
  chart:
    spec:
      chart: podinfo
      version: 6.5.0
      sourceRef:
        name: podinfo
  version: 3.0.0
dependencies:
  - name: redis
    version: 18.1.0
    repository: https://charts.example.com
  - name: other
    version: 1.0.0
source:
  chart: redis
  targetRevision: 1.2.*
`),
    ).toEqual([5, 11, 17]);
  });

  it('passes over comments, templates, schemas and words', () => {
    expect(
      found(`# image: acme/payments:v1
image: {{ .Values.image }}
tag: "{{ .Values.tag }}"
image:
  type: object
tag: grafana
image: \${IMAGE}
`),
    ).toEqual([]);
  });
});
