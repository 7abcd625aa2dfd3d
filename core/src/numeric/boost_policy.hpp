/// The Boost.Math policy of the whole core. BOOST_MATH_PROMOTE_DOUBLE_POLICY=false and
/// BOOST_MATH_NO_LONG_DOUBLE_MATH_FUNCTIONS are set for every target in core/cmake/flags.cmake:
/// on WebAssembly long double is software, hundreds of times slower.
#pragma once

#include <boost/math/policies/policy.hpp>

namespace evenhand::numeric {

namespace policies = boost::math::policies;

using Policy = policies::policy<policies::domain_error<policies::ignore_error>,
                                policies::pole_error<policies::ignore_error>,
                                policies::overflow_error<policies::ignore_error>,
                                policies::underflow_error<policies::ignore_error>,
                                policies::denorm_error<policies::ignore_error>,
                                policies::rounding_error<policies::ignore_error>,
                                policies::evaluation_error<policies::ignore_error>,
                                policies::indeterminate_result_error<policies::ignore_error>,
                                policies::promote_float<false>, policies::promote_double<false>>;

}  // namespace evenhand::numeric
