import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are drawn; a busy machine takes its time, and a test that passes
// waits for nothing.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
