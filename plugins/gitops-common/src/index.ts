/**
 * The model, permissions, annotations and API client that every side of the
 * GitOps plugins agrees on. No I/O but the client's requests.
 *
 * @packageDocumentation
 */

export * from './annotations';
export * from './api';
export * from './model';
export * from './permissions';
