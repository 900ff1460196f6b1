import { render } from 'preact';
import { App } from './views/app.tsx';
import { Guard } from './views/guard.tsx';
import './style.css';

const page = document.getElementById('page');
if (page) render(<Guard><App /></Guard>, page);
