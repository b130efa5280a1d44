const selectedNames =
  /(?:\.(?:ya?ml|json|tpl|gotmpl|env|properties|libsonnet|toml)|(?:^|\/)(?:[^./]+|\.env|\.[^/]*env))$/i;
const templateNotes = /\/templates\/[^/]+\.txt$/i;

/**
 * Which files discovery may ask for: manifests, chart templates, what
 * kustomize's generators read, and files without an extension.
 */
export function selectManifests(path: string): boolean {
  return selectedNames.test(path) || templateNotes.test(path);
}
