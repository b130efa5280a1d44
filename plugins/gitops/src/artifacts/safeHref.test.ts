import { lineHref, safeHref } from './safeHref';

describe('safeHref', () => {
  it.each(['https://git.example/a', 'http://localhost:7010/a'])(
    'lets %s become a link',
    address => expect(safeHref(address)).toBe(address),
  );

  it.each([
    ['javascript', 'alert(1)'].join(':'),
    'data:text/html,<script>',
    '/catalog',
    'git@git.example:acme/config.git',
    '',
    undefined,
  ])('keeps %p text', address => expect(safeHref(address)).toBeUndefined());
});

describe('lineHref', () => {
  const links = { 'a/b.yaml': 'https://git.example/src/a/b.yaml' };

  it('leads to the line', () => {
    expect(lineHref({ links }, 'a/b.yaml', 12)).toBe(
      'https://git.example/src/a/b.yaml#L12',
    );
  });

  it('writes the line as the forge does', () => {
    const forge = { links, lineFragment: 'lines-{line}' };
    expect(lineHref(forge, 'a/b.yaml', 12)).toMatch(/#lines-12$/);
  });

  it('is nothing where the forge is unknown, whatever the file is called', () => {
    expect(lineHref({ links }, 'constructor', 1)).toBeUndefined();
  });
});
