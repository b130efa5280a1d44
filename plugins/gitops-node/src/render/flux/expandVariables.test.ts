import { expandVariables } from './expandVariables';

const values: Readonly<Record<string, string>> = {
  CITY: 'Fernhollow',
  FILE: 'shelf/books.tar.gz',
  EMPTY: '',
  NESTED: '${CITY}',
};

const expand = (text: string) =>
  expandVariables(text, name => values[name] ?? '');

describe('expandVariables', () => {
  it.each([
    ['no variable', 'no variable'],
    ['${CITY}', 'Fernhollow'],
    ['to ${CITY}, ${CITY}.', 'to Fernhollow, Fernhollow.'],
    ['${NOWHERE}', ''],
    ['$CITY $(CITY) $', '$CITY $(CITY) $'],
    ['$${CITY}', '${CITY}'],
    ['a$$b $$$$', 'a$b $$'],
    ['$$${CITY}', '$Fernhollow'],
    ['${NESTED}', '${CITY}'],
    ['${NOWHERE:=home}', 'home'],
    ['${NOWHERE:-home sweet}', 'home sweet'],
    ['${NOWHERE=home}', 'home'],
    ['${EMPTY:-home}', 'home'],
    ['${CITY:-home}', 'Fernhollow'],
    // Flux takes these for defaults, too.
    ['${CITY:+set}', 'Fernhollow'],
    ['${NOWHERE:+set}', 'set'],
    ['${NOWHERE:=a ${CITY} b}', 'a Fernhollow b'],
    ['${NOWHERE:=${EMPTY:=x}-y}', 'x-y'],
    ['${NOWHERE:=}', ''],
    ['${#CITY}', '10'],
    ['${CITY^^}', 'FERNHOLLOW'],
    ['${CITY,}', 'fernhollow'],
    ['${CITY,,}', 'fernhollow'],
    ['${CITY:4}', 'hollow'],
    ['${CITY:0:4}', 'Fern'],
    ['${CITY:4:99}', 'hollow'],
    ['${CITY:x}', 'Fernhollow'],
    ['${CITY/o/0}', 'Fernh0llow'],
    ['${CITY//o/0}', 'Fernh0ll0w'],
    ['${CITY/#Fern/Moss}', 'Mosshollow'],
    ['${CITY/%hollow/dale}', 'Ferndale'],
    ['${CITY/hollow/}', 'Fern'],
    ['${FILE//\\//-}', 'shelf-books.tar.gz'],
    ['${FILE#*/}', 'books.tar.gz'],
    ['${FILE##*.}', 'gz'],
    ['${FILE%.*}', 'shelf/books.tar'],
    ['${FILE%%.*}', 'shelf/books'],
  ])('makes of %s', (text, expected) => {
    expect(expand(text)).toBe(expected);
  });

  it.each([
    '${',
    '${CITY',
    '${}',
    '${CITY.name}',
    '${CITY-home}',
    '${{ CITY }}',
    `${'${A:='.repeat(50)}x${'}'.repeat(50)}`,
  ])('refuses %s, as Flux does', text => {
    expect(() => expand(text)).toThrow("can't be substituted");
  });

  it('takes no time for a pattern made to take it', () => {
    const long = 'a'.repeat(9_000);
    const expanded = expandVariables('${A##*a*a*a*a*a*b}', () => long);
    expect(expanded).toBe(long);
  });
});
