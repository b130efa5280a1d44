import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

/** A step of a template: what it is called, what it does, and with what. */
export interface ExampleStep {
  readonly id: string;
  readonly name: string;
  readonly action: string;
  readonly input: object;
}

/** An example of an action, as a template's steps. */
export function stepExample(
  description: string,
  ...steps: readonly ExampleStep[]
): TemplateExample {
  return { description, example: yaml.stringify({ steps }) };
}
