// The carrier of 256 bits, and integers put into any carrier. Floor 4.
#pragma once

#include "base/rational.hpp"
#include "eval/batch/lane.hpp"

namespace merit::eval {

using Int256 = boost::multiprecision::number<
    boost::multiprecision::cpp_int_backend<256, 256, boost::multiprecision::signed_magnitude,
                                           boost::multiprecision::unchecked, void>,
    boost::multiprecision::et_off>;
static_assert(sizeof(Int256) == bytes_of(Lane::bits256));

/// Writes an integer as the carrier of a lane. It must be small enough.
void put(const Integer& value, Lane lane, std::byte* place);

}  // namespace merit::eval
