import { NotFoundError } from '@backstage/errors';
import { CreatedRepository, RepositoryRequest } from '../Forge';
import { absent, isLimit, statusOf } from '../forgeFailure';
import { firstCommitOf } from '../remote/firstCommit';
import { actionsFor } from './GitlabBranches';
import { GitlabProject } from './GitlabProject';
import {
  approvalRulesSchema,
  commitsSchema,
  namespaceSchema,
  projectSchema,
  protectedBranchSchema,
} from './schemas';

const noOne = 0;
const developers = 30;

/**
 * Makes a project, its first commit and its protection. One that is there and
 * holds anything else is someone else's: it stays as it is.
 */
export async function createRepository(
  project: GitlabProject,
  request: RepositoryRequest,
): Promise<CreatedRepository> {
  const made = await ensureProject(project, request);
  await ensureFirstCommit(project, request);
  return {
    url: made.web_url,
    remoteUrl: made.http_url_to_repo,
    warnings: await protect(project, request),
  };
}

async function ensureProject(
  { gitlab, path }: GitlabProject,
  { owner, name, description, visibility, defaultBranch }: RepositoryRequest,
) {
  const present = await absent(() => gitlab.projects.show(path));
  if (present !== undefined) return projectSchema.parse(present);
  const namespace = await absent(() => gitlab.namespaces.show(owner));
  if (namespace === undefined) {
    throw new NotFoundError(`there is no group or user ${owner}`);
  }
  return projectSchema.parse(
    await gitlab.projects.create({
      name,
      path: name,
      namespaceId: namespaceSchema.parse(namespace).id,
      description,
      visibility,
      defaultBranch,
    }),
  );
}

/** The first commit into an empty project makes the branch. */
async function ensureFirstCommit(
  { gitlab, path }: GitlabProject,
  request: RepositoryRequest,
): Promise<void> {
  const { defaultBranch, commitMessage, files } = request;
  const commits = await absent(() =>
    gitlab.commits.all(path, { perPage: 3, maxPages: 1 }),
  );
  const messages = commitsSchema
    .parse(commits ?? [])
    .map(({ message }) => message);
  if (firstCommitOf(messages, request) === 'done') return;
  await gitlab.commits.create(
    path,
    defaultBranch,
    commitMessage,
    files
      .filter(({ content }) => content !== undefined)
      .flatMap(file => actionsFor(file)),
  );
}

/** What could not be protected, for a person. */
async function protect(
  project: GitlabProject,
  request: RepositoryRequest,
): Promise<string[]> {
  const { protection } = request;
  if (protection === undefined) return [];
  const { gitlab, path } = project;
  const warnings = await protectBranch(project, request);
  if (protection.requiredChecks.length > 0) {
    await gitlab.projects.edit(path, {
      onlyAllowMergeIfPipelineSucceeds: true,
    });
  }
  if (protection.requiredApprovals > 0) {
    const { requiredApprovals } = protection;
    warnings.push(...(await requireApprovals(project, requiredApprovals)));
  }
  return warnings;
}

/** GitLab protects a default branch by itself, its own way. */
async function protectBranch(
  { gitlab, path }: GitlabProject,
  { defaultBranch, protection }: RepositoryRequest,
): Promise<string[]> {
  await absent(() => gitlab.protectedBranches.remove(path, defaultBranch));
  const made = protectedBranchSchema.parse(
    await gitlab.protectedBranches.create(path, defaultBranch, {
      pushAccessLevel: noOne,
      mergeAccessLevel: developers,
      codeOwnerApprovalRequired: protection?.requireCodeOwners ?? false,
    }),
  );
  return protection?.requireCodeOwners && !made.code_owner_approval_required
    ? ["this GitLab's licence doesn't require the approval of code owners"]
    : [];
}

async function requireApprovals(
  { gitlab, path }: GitlabProject,
  count: number,
): Promise<string[]> {
  const { mergeRequestApprovals } = gitlab;
  const name = 'All Members';
  try {
    const rules = approvalRulesSchema.parse(
      await mergeRequestApprovals.allApprovalRules(path),
    );
    const anyone = rules.find(rule => rule.rule_type === 'any_approver');
    await (anyone === undefined
      ? mergeRequestApprovals.createApprovalRule(path, name, count, {
          ruleType: 'any_approver',
        })
      : mergeRequestApprovals.editApprovalRule(path, anyone.id, name, count));
    return [];
  } catch (error) {
    const isUnlicensed = statusOf(error) === 403 || statusOf(error) === 404;
    if (!isUnlicensed || isLimit(error)) throw error;
    return ["this GitLab's licence doesn't require approvals"];
  }
}
