import { evaluateTemplate } from './evaluateTemplate';
import { TemplateEnvironment } from './TemplateEnvironment';
import { parseTemplate } from './parseTemplate';
import { TracedText } from './TracedText';
import { TemplateValue } from './templateValue';

/** Fills one text that is a Go template. Throws a `TemplateError`. */
export function evaluateText(
  text: string,
  data: TemplateValue,
  options: Omit<TemplateEnvironment, 'definitions'> & { readonly file: string },
): TracedText {
  const { file, ...environment } = options;
  return evaluateTemplate(
    parseTemplate(text, file),
    data,
    { definitions: new Map(), ...environment },
    parseTemplate,
  );
}
