const namespace = 'shop';

/** A Deployment with what the demo's own have. */
export function deployment(name = 'web') {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'acme/web:v1',
              ports: [{ name: 'http', containerPort: 8080 }],
              env: [{ name: 'LEVEL', value: 'info' }],
              envFrom: [{ configMapRef: { name: 'settings' } }],
              readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
              resources: {
                requests: { cpu: '100m', memory: '256Mi' },
                limits: { memory: '256Mi' },
              },
              volumeMounts: [{ name: 'index', mountPath: '/index' }],
            },
            { name: 'proxy', image: 'acme/proxy' },
          ],
          volumes: [{ name: 'index', emptyDir: {} }],
        },
      },
    },
  };
}

export function statefulSet(name = 'store') {
  const { spec, ...rest } = deployment(name);
  return { ...rest, kind: 'StatefulSet', spec: { ...spec, serviceName: name } };
}

export function service(name = 'web') {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      selector: { app: name },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'dns', port: 53, protocol: 'UDP' },
      ],
    },
  };
}

export function configMap(name = 'settings') {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { a: '1', b: '2' },
  };
}

export function secret(name = 'credentials') {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    stringData: { password: 'correct horse' },
  };
}
