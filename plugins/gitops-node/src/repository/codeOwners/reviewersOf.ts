import { DiscoveryInput } from '../../discovery/model';
import { EditPlan } from '../../proposals/model';
import { ConfigRepository } from '../ConfigRepository';
import { CodeOwners } from './CodeOwners';

/** Where forges look for it, the first that is there. */
const places = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
  '.gitea/CODEOWNERS',
  '.forgejo/CODEOWNERS',
];

/** Who owns the files that a plan edits, as CODEOWNERS of their branch says. */
export async function reviewersOf(
  { files }: Pick<EditPlan, 'files'>,
  { branches }: DiscoveryInput,
  repository: Pick<ConfigRepository, 'tree'>,
  work: { readonly signal?: AbortSignal } = {},
): Promise<string[]> {
  const reviewers = new Set<string>();
  for (const branch of new Set(files.map(file => file.branch))) {
    const known = branches.find(({ name }) => name === branch)?.tree;
    const place = places.find(path => known?.entries.has(path));
    if (known === undefined || place === undefined) continue;
    const tree = await repository.tree({
      ref: known.revision,
      branch,
      ...work,
    });
    const content = tree.content(place);
    if (content.state !== 'text') continue;
    const owners = CodeOwners.parse(content.text);
    for (const file of files) {
      if (file.branch !== branch) continue;
      owners.ownersOf(file.path).forEach(owner => reviewers.add(owner));
    }
  }
  return [...reviewers];
}
