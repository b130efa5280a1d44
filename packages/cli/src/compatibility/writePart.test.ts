import { replacePart } from './writePart';

describe('replacePart', () => {
  it('keeps what another command has written', () => {
    const first = replacePart('', 'repositories', '# Compatibility\n');
    const second = replacePart(first, 'charts', '## Charts\n');
    const third = replacePart(second, 'repositories', '# Again\n');

    expect(third).toBe('# Again\n\n<!-- charts -->\n\n## Charts\n');
  });
});
