import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are drawn, on machines that are slow and busy: a test that passes
// waits for none of it.
configure({ asyncUtilTimeout: 60_000 });
jest.setTimeout(300_000);
