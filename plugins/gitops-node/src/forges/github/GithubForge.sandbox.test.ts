import { describeForge } from '../__testUtils__/describeForge';
import { startSandbox } from '../__testUtils__/SandboxWorld';

jest.setTimeout(300_000);

describeForge('GithubForge on the sandbox', {
  start: startSandbox,
  requests: { changed: 5, unchanged: 2 },
  draftPrefix: '',
  isSlow: true,
});
