import { DeclarationReader } from './declaration';

/** Every dialect, in the order in which they are asked. */
export const declarationReaders: readonly DeclarationReader[] = [];
