#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "evenhand/judge/classes.hpp"
#include "judge/class_model.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// Grades that are neighbours, as one class each.
struct Merged {
  std::vector<std::int64_t> of_grade;
  std::vector<double> confusion;
  std::vector<double> verdicts;
  std::vector<double> values;

  [[nodiscard]] ClassData data() const { return {confusion, verdicts, values}; }
  [[nodiscard]] numeric::Matrix counts() const {
    numeric::Matrix out(values.size(), values.size());
    std::copy(confusion.begin(), confusion.end(), out.row(0).data());
    return out;
  }
};

/// `of_grade` gives each grade's class, from 0 without gaps and rising.
Merged merge(const ClassData& data, std::vector<std::int64_t> of_grade) {
  const std::size_t grades = data.values.size();
  const auto classes = static_cast<std::size_t>(of_grade.back()) + 1;
  Merged out{.of_grade = std::move(of_grade),
             .confusion = std::vector<double>(classes * classes),
             .verdicts = std::vector<double>(classes),
             .values = std::vector<double>(classes)};
  std::vector<double> labels(classes);
  std::vector<double> members(classes);
  std::vector<double> plain(classes);
  for (std::size_t k = 0; k < grades; ++k) {
    const auto row = static_cast<std::size_t>(out.of_grade[k]);
    double of_row = 0;
    for (std::size_t f = 0; f < grades; ++f) {
      const double count = data.confusion[k * grades + f];
      out.confusion[row * classes + static_cast<std::size_t>(out.of_grade[f])] += count;
      of_row += count;
    }
    out.verdicts[row] += data.verdicts[k];
    labels[row] += of_row;
    out.values[row] += of_row * data.values[k];
    members[row] += 1;
    plain[row] += data.values[k];
  }
  for (std::size_t row = 0; row < classes; ++row) {
    out.values[row] = labels[row] > 0 ? out.values[row] / labels[row] : plain[row] / members[row];
  }
  return out;
}

/// The lower limit of the smallest singular value; -1 when a class has no labels or the verdicts
/// point elsewhere, which no limit does.
double separation_lower(const Merged& merged, double z) {
  const auto model = class_model(merged.counts());
  if (!model) return -1;
  const Separation separation = separation_of(*model, z);
  return obstacle(*model, separation) == ClassReason::verdicts_point_elsewhere ? -1
                                                                               : separation.lower;
}

}  // namespace

Result<GradeCorrection> correct_grades(const ClassData& data, const GradeOptions& options) {
  const std::size_t grades = data.values.size();
  if (data.verdicts.size() == grades + 1) return Error{Errc::unsupported, "verdicts"};
  if (options.cut && (*options.cut < 1 || *options.cut >= static_cast<std::int64_t>(grades))) {
    return Error{Errc::value_out_of_range, "cut"};
  }
  // Refuses what is no data; without a cut its answer stands if the grades are told apart.
  Result<ClassCorrection> whole = correct_classes(data, options.level);
  if (!whole) return whole.error();

  std::vector<std::int64_t> of_grade(grades);
  for (std::size_t k = 0; k < grades; ++k) {
    const auto grade = static_cast<std::int64_t>(k);
    of_grade[k] = options.cut ? (grade >= *options.cut ? 1 : 0) : grade;
  }
  Merged merged = merge(data, std::move(of_grade));
  if (options.cut) {
    merged.values = {0, 1};
    auto correction = correct_classes(merged.data(), options.level);
    if (!correction) return correction.error();
    return GradeCorrection{*correction, merged.of_grade, merged.values};
  }
  if (whole->status != Status::not_identified) {
    merged.values.assign(data.values.begin(), data.values.end());
    return GradeCorrection{*whole, merged.of_grade, merged.values};
  }
  const double z = numeric::two_sided_normal_quantile(1 - options.level.value);
  while (merged.values.size() > 2 && !(separation_lower(merged, z) > 0)) {
    std::optional<Merged> best;
    double largest = 0;
    for (std::int64_t low = 0; low + 1 < static_cast<std::int64_t>(merged.values.size()); ++low) {
      std::vector<std::int64_t> candidate = merged.of_grade;
      for (std::int64_t& of : candidate) of -= of > low ? 1 : 0;
      Merged trial = merge(data, std::move(candidate));
      const double lower = separation_lower(trial, z);
      if (!best || lower > largest) {
        largest = lower;
        best = std::move(trial);
      }
    }
    merged = std::move(*best);
  }
  auto correction = correct_classes(merged.data(), options.level);
  if (!correction) return correction.error();
  ClassCorrection out = *correction;
  out.flags.set_if(ClassFlag::grades_merged, merged.values.size() < grades);
  return GradeCorrection{out, merged.of_grade, merged.values};
}

}  // namespace evenhand::judge
