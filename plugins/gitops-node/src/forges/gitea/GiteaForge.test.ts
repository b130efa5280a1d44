import { describeWithGitea } from '@backstage-gitops/envtest';
import { describeForge } from '../__testUtils__/describeForge';
import { startGitea } from '../__testUtils__/GiteaWorld';

jest.setTimeout(300_000);

describeWithGitea('On a real server', () => {
  describeForge('GiteaForge', {
    start: startGitea,
    requests: { changed: 3, unchanged: 1 },
    draftPrefix: 'WIP: ',
    isSlow: true,
  });
});
