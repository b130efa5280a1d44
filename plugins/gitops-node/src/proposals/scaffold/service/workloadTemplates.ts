import { ScaffoldedFile } from '../model';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: NAME
  namespace: {{ .Values.namespace | default .Release.Namespace }}
  labels:
    app.kubernetes.io/name: NAME
    backstage.io/kubernetes-id: NAME
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      app.kubernetes.io/name: NAME
  template:
    metadata:
      labels:
        app.kubernetes.io/name: NAME
        backstage.io/kubernetes-id: NAME
    spec:
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: NAME
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}{{ with .Values.image.digest }}@{{ . }}{{ end }}"
          {{- with .Values.port }}
          ports:
            - name: http
              containerPort: {{ . }}
          readinessProbe:
            tcpSocket:
              port: http
          {{- end }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: [ALL]
`;

const service = `{{- with .Values.port }}
apiVersion: v1
kind: Service
metadata:
  name: {{ $NAME }}
  namespace: {{ $.Values.namespace | default $.Release.Namespace }}
  labels:
    app.kubernetes.io/name: {{ $NAME }}
spec:
  selector:
    app.kubernetes.io/name: {{ $NAME }}
  ports:
    - name: http
      port: 80
      targetPort: {{ . }}
{{- end }}
`;

/** The templates of a chart that runs one service. */
export function workloadTemplates(
  chart: string,
  name: '.Release.Name' | '.Chart.Name',
): readonly ScaffoldedFile[] {
  return [
    {
      path: `${chart}/templates/deployment.yaml`,
      content: deployment.replaceAll('NAME', `{{ ${name} }}`),
    },
    {
      path: `${chart}/templates/service.yaml`,
      content: service.replaceAll('NAME', name),
    },
  ];
}
