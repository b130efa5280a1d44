import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { FileContent, FileTree } from '../git/FileTree';
import { Manifest, ManifestFile } from '../manifests/Manifest';
import { ParsedYaml, parseYaml } from '../manifests/parseYaml';
import { DiscoveryBranch } from './model';

const yamlName = /\.ya?ml$/i;

interface ParsedBefore {
  readonly path: string;
  readonly branch: string;
  readonly file: ManifestFile;
}

/**
 * Files read before, by the content that a later commit's tree shares: what
 * didn't change isn't parsed again. Nodes never change, so they may be shared.
 */
const parsedBefore = new WeakMap<FileContent, ParsedBefore[]>();

/**
 * The manifests of one branch at one commit: each file is read once, when it
 * is first asked for.
 */
export class BranchManifests {
  readonly name: string;
  /** Set where the branch is the environment. */
  readonly environment: string | undefined;
  readonly tree: FileTree;
  readonly #files = new Map<string, ManifestFile>();

  constructor(branch: DiscoveryBranch) {
    this.name = branch.name;
    this.environment = branch.environment;
    this.tree = branch.tree;
  }

  /** The documents of a file; where there are none, a diagnostic says why. */
  file(path: string): ManifestFile {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const file = this.#read(path);
    this.#files.set(path, file);
    return file;
  }

  /** Paths that are YAML by their name, sorted. */
  yamlPaths(): string[] {
    return [...this.tree.entries.keys()].filter(path => yamlName.test(path));
  }

  /** What was found unreadable in the files asked for so far. */
  diagnostics(): Diagnostic[] {
    return [...this.#files.values()].flatMap(({ diagnostics }) => diagnostics);
  }

  #read(path: string): ManifestFile {
    const content = this.tree.content(path);
    if (content.state !== 'text') {
      const diagnostics = [unreadable(path, content)];
      return { path, documents: [], manifests: [], diagnostics };
    }
    const before = parsedBefore.get(content) ?? [];
    const known = before.find(
      file => file.path === path && file.branch === this.name,
    );
    if (known !== undefined) return known.file;
    const parsed = this.#parse(path, content.text);
    const file = {
      path,
      ...parsed,
      manifests: parsed.documents.flatMap(document => Manifest.of(document)),
    };
    parsedBefore.set(content, [...before, { path, branch: this.name, file }]);
    return file;
  }

  #parse(path: string, text: string): ParsedYaml {
    return parseYaml(text, { branch: this.name, file: path });
  }
}

function unreadable(
  file: string,
  content: Exclude<FileContent, { state: 'text' }>,
): Diagnostic {
  const [code, message] = unreadableCause(content);
  return { level: 'warning', code, message, file };
}

function unreadableCause(
  content: Exclude<FileContent, { state: 'text' }>,
): [code: string, message: string] {
  switch (content.state) {
    case 'absent':
      return ['file-missing', 'The file does not exist.'];
    case 'symlink':
      return [
        'symlink-unresolved',
        'A symlink that leaves the tree or dangles.',
      ];
    case 'submodule':
      return [
        'submodule',
        'A submodule; its content is in another repository.',
      ];
    case 'binary':
      return ['file-binary', 'Not text (encrypted or binary).'];
    case 'tooLarge':
      return ['file-too-large', `Not read: ${content.bytes} bytes.`];
    case 'notLoaded':
      return ['file-not-loaded', 'Not read: not among the files looked at.'];
    case 'missingObject':
      return ['object-missing', 'The repository copy lacks this object.'];
    default:
      return ['file-unreadable', 'Not readable.'];
  }
}
