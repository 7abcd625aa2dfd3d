/// The best step sizes of the list tasks in which every order of positions is as good.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "evenhand/parallel/tasks.hpp"
#include "parallel/sizes.hpp"

namespace evenhand::parallel {

/// Bits that a task loses in the step from `a` to `b` revealed positions.
class TaskCost {
 public:
  TaskCost(ListTask task, std::size_t n);
  [[nodiscard]] double operator()(std::size_t a, std::size_t b) const noexcept;

 private:
  ListTask task_;
  std::size_t n_;
  std::vector<double> log2_;             ///< of 0 (taken as 0) .. n
  std::vector<double> log2_factorials_;  ///< of 0 .. n
};

/// Adds steps one by one.
class TaskSearch {
 public:
  /// A task that is symmetric, n >= 1. With `only`, from 1 to n, so many steps are added and their
  /// accuracy is all that can be asked for; it takes less time and memory.
  TaskSearch(ListTask task, std::size_t n, std::optional<std::size_t> only = std::nullopt);

  /// At most n times, without `only`.
  void add_step();

  /// The sizes with the least divergence, in exactly as many steps as were added.
  [[nodiscard]] std::vector<std::int64_t> bound_sizes() const { return bounds_.sizes(); }

  /// The sizes with the greatest accuracy, in at most as many steps as were added.
  [[nodiscard]] std::vector<std::int64_t> accuracy_sizes() const;

  /// The accuracy of these.
  [[nodiscard]] double accuracy() const noexcept;

 private:
  struct FirstSize {
    double accuracy = 0;
    std::int64_t size = 0;
  };

  void add_replace_layer();
  [[nodiscard]] FirstSize first_size(std::size_t m, std::int64_t guess,
                                     const std::vector<double>& rest,
                                     const std::vector<double>& most_of_longer) const;

  ListTask task_;
  std::size_t n_;
  std::optional<std::size_t> only_;
  std::size_t steps_ = 0;
  SizeSearch<TaskCost> bounds_;
  /// Of replace_random: by steps, best accuracy and best first size by masked positions.
  struct Layer {
    std::vector<double> accuracies;
    std::vector<std::int64_t> sizes;
  };
  std::vector<Layer> layers_;        ///< by steps, or the last one only
  std::vector<double> log_kept_;     ///< ln(1 - 1/m), by m
  std::vector<double> kept_by_run_;  ///< (1 - 1/m)^run, by m
};

}  // namespace evenhand::parallel
