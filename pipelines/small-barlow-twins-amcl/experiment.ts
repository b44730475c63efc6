import { extend } from '@amcl/experiment';
import { amclOf } from '../_base/amcl';
import base from '../small-barlow-twins/experiment';

/** Barlow Twins with AMCL made small: the budget of small-barlow-twins. */
export default extend(extend(base, amclOf['barlow-twins']), {
  report: { title: 'A small Barlow Twins with AMCL' },
});
