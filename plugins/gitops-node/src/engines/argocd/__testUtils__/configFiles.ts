const inCluster = 'https://kubernetes.default.svc';

interface ApplicationFields {
  readonly path: string;
  readonly namespace?: string;
  readonly syncPolicy?: object;
}

/** JSON is YAML. */
const text = (object: unknown) => `${JSON.stringify(object, null, 2)}\n`;

const spec = (
  url: string,
  { path, namespace = 'bookshop', syncPolicy }: ApplicationFields,
) => ({
  project: 'default',
  source: { repoURL: url, path, targetRevision: 'main' },
  destination: { server: inCluster, namespace },
  ...(syncPolicy !== undefined && { syncPolicy }),
});

export const application = (
  url: string,
  name: string,
  fields: ApplicationFields,
) => ({
  ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' },
  metadata: { name, namespace: 'argocd' },
  spec: spec(url, fields),
});

/** One Application for each, which the applicationset-controller makes. */
export const applicationSet = (url: string, names: readonly string[]) =>
  text({
    ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet' },
    metadata: { name: 'shelves', namespace: 'argocd' },
    spec: {
      generators: [{ list: { elements: names.map(shelf => ({ shelf })) } }],
      template: {
        metadata: { name: 'shelf-{{shelf}}' },
        spec: spec(url, {
          path: 'apps/shelves/{{shelf}}',
          syncPolicy: { automated: {} },
        }),
      },
    },
  });

export const configMap = (name: string, value: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data:
  sale: ${value}
`;

const secret = `apiVersion: v1
kind: Secret
metadata: { name: key }
stringData: { key: declared }
`;

const chart = `apiVersion: v2
name: catalog
version: 1.0.0
`;

const template = `apiVersion: v1
kind: ConfigMap
metadata: { name: catalog }
data: { title: {{ .Values.title }} }
`;

/**
 * Applications that one of them deploys: `books` follows Git, `healing` also
 * takes back what others change, `manual` waits for a person, `catalog` is a
 * chart, `reviews` a kustomization.
 */
export function configFiles(url: string): Readonly<Record<string, string>> {
  const automated = { automated: { prune: true } };
  const declare = (name: string, syncPolicy?: object) =>
    text(
      application(url, name, {
        path: `apps/${name}`,
        ...(syncPolicy !== undefined && { syncPolicy }),
      }),
    );
  return {
    'argocd/books.yaml': declare('books', automated),
    'argocd/healing.yaml': declare('healing', {
      automated: { selfHeal: true },
    }),
    'argocd/manual.yaml': declare('manual'),
    'argocd/catalog.yaml': declare('catalog', automated),
    'argocd/reviews.yaml': declare('reviews', automated),
    'argocd/shelves.yaml': applicationSet(url, ['one']),
    'apps/books/flags.yaml': configMap('flags', '"no"'),
    'apps/books/key.yaml': secret,
    'apps/healing/healing.yaml': configMap('healing', '"no"'),
    'apps/manual/manual.yaml': configMap('manual', '"no"'),
    'apps/reviews/kustomization.yaml':
      'namePrefix: my-\nresources: [reviews.yaml]\n',
    'apps/reviews/reviews.yaml': configMap('reviews', '"no"'),
    'apps/catalog/Chart.yaml': chart,
    'apps/catalog/values.yaml': 'title: Books\n',
    'apps/catalog/templates/catalog.yaml': template,
    'apps/shelves/one/shelf.yaml': configMap('shelf-one', '"no"'),
    'apps/shelves/two/shelf.yaml': configMap('shelf-two', '"no"'),
  };
}
