#!/usr/bin/env node
require('@amcl/register');
require('../src/main.ts');
