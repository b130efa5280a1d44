import { ScaffoldedFile } from '../model';
import { workloadTemplates } from '../service/workloadTemplates';

/** Where the chart lies that HelmReleases of the repository share. */
export const houseChart = 'charts/service';

/** One chart for all services: what they have in common is changed once. */
export function houseChartFiles(): readonly ScaffoldedFile[] {
  return [
    {
      path: `${houseChart}/Chart.yaml`,
      content: `apiVersion: v2
name: service
description: What every service of this repository has in common.
type: application
version: 0.1.0
`,
    },
    {
      path: `${houseChart}/values.yaml`,
      content: `# What a release may set. Its image has no default.
replicas: 1

# Left out, there is neither a port nor a Service.
# port: 8080

resources:
  requests:
    cpu: 50m
    memory: 128Mi
  limits:
    memory: 256Mi
`,
    },
    ...workloadTemplates(houseChart, '.Release.Name'),
  ];
}
