// Times one recurrent layer, forward and backward, with oneDNN's own training primitives.
//
// build: g++ -O2 -std=c++17 onednn_layers.cpp -o onednn_layers -ldnnl
// usage: OMP_NUM_THREADS=N onednn_layers KIND,T,B,E,H SECONDS      KIND is rnn, lstm or gru
//
// The layer begins at zeros, given as no state at all, and nobody asks for the gradient of that.
// Prints one JSON object: the median and the least milliseconds of forward and backward together.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unordered_map>
#include <vector>

#include <dnnl.hpp>

using dnnl::memory;
using Arguments = std::unordered_map<int, memory>;
using Clock = std::chrono::steady_clock;

struct Sizes {
    memory::dim steps, batch, inputs, hidden;
};

static memory::desc plain(memory::dims sizes, memory::format_tag order) { return {sizes, memory::data_type::f32, order}; }

// What every kind of layer takes in and gives out; the weights in whatever order the primitive likes best.
struct Layer {
    memory::desc source, state, weights_in, weights_state, bias, output;

    Layer(const Sizes &s, memory::dim gates)
        : source(plain({s.steps, s.batch, s.inputs}, memory::format_tag::tnc)),
          state(plain({1, 1, s.batch, s.hidden}, memory::format_tag::ldnc)),
          weights_in(plain({1, 1, s.inputs, gates, s.hidden}, memory::format_tag::any)),
          weights_state(plain({1, 1, s.hidden, gates, s.hidden}, memory::format_tag::any)),
          bias(plain({1, 1, gates, s.hidden}, memory::format_tag::ldgo)),
          output(plain({s.steps, s.batch, s.hidden}, memory::format_tag::tnc)) {}
};

// Memory of that layout, filled with small numbers of both signs.
static memory filled(const memory::desc &layout, const dnnl::engine &engine) {
    memory made(layout, engine);
    auto *values = static_cast<float *>(made.get_data_handle());
    for (size_t i = 0; i < layout.get_size() / sizeof(float); i++) values[i] = 0.01f * (static_cast<int>(i * 7 % 23) - 11);
    return made;
}

static double milliseconds(Clock::time_point from) { return std::chrono::duration<double, std::milli>(Clock::now() - from).count(); }

template <class Forward, class Backward>
static void measure(const char *name, typename Forward::desc forward_desc, typename Backward::desc backward_desc, bool has_cell, double seconds) {
    dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    dnnl::stream stream(engine);
    typename Forward::primitive_desc forward_plan(forward_desc, engine);
    typename Backward::primitive_desc backward_plan(backward_desc, engine, forward_plan);
    Forward forward(forward_plan);
    Backward backward(backward_plan);
    auto make = [&](const memory::desc &layout) { return filled(layout, engine); };

    Arguments there{
        {DNNL_ARG_SRC_LAYER, make(forward_plan.src_layer_desc())},
        {DNNL_ARG_WEIGHTS_LAYER, make(forward_plan.weights_layer_desc())}, {DNNL_ARG_WEIGHTS_ITER, make(forward_plan.weights_iter_desc())},
        {DNNL_ARG_BIAS, make(forward_plan.bias_desc())},                 {DNNL_ARG_DST_LAYER, make(forward_plan.dst_layer_desc())},
        {DNNL_ARG_DST_ITER, make(forward_plan.dst_iter_desc())},         {DNNL_ARG_WORKSPACE, memory(forward_plan.workspace_desc(), engine)},
    };
    if (has_cell) there[DNNL_ARG_DST_ITER_C] = make(forward_plan.dst_iter_desc());
    Arguments back = there; // the same numbers, the weights in the order of the way back
    back[DNNL_ARG_WEIGHTS_LAYER] = make(backward_plan.weights_layer_desc());
    back[DNNL_ARG_WEIGHTS_ITER] = make(backward_plan.weights_iter_desc());
    back[DNNL_ARG_DIFF_SRC_LAYER] = make(backward_plan.diff_src_layer_desc());
    back[DNNL_ARG_DIFF_WEIGHTS_LAYER] = make(backward_plan.diff_weights_layer_desc());
    back[DNNL_ARG_DIFF_WEIGHTS_ITER] = make(backward_plan.diff_weights_iter_desc());
    back[DNNL_ARG_DIFF_BIAS] = make(backward_plan.diff_bias_desc());
    back[DNNL_ARG_DIFF_DST_LAYER] = make(backward_plan.diff_dst_layer_desc());
    back[DNNL_ARG_DIFF_DST_ITER] = make(backward_plan.diff_dst_iter_desc());
    if (has_cell) back[DNNL_ARG_DIFF_DST_ITER_C] = make(forward_plan.dst_iter_desc());

    std::vector<double> times;
    auto begin = Clock::now();
    for (int turn = -3; turn < 2 || (milliseconds(begin) < 1e3 * seconds && turn < 5000); turn++) {
        if (turn == 0) begin = Clock::now();
        auto start = Clock::now();
        forward.execute(stream, there);
        stream.wait();
        backward.execute(stream, back);
        stream.wait();
        if (turn >= 0) times.push_back(milliseconds(start));
    }
    std::sort(times.begin(), times.end());
    const dnnl_version_t *version = dnnl_version();
    const char *threads = std::getenv("OMP_NUM_THREADS");
    std::printf("{\"workload\": \"cell:%s\", \"threads\": %s, \"medianMs\": %.4f, \"minMs\": %.4f, \"steps\": %zu, \"version\": \"oneDNN %d.%d.%d\"}\n",
                name, threads ? threads : "0", times[times.size() / 2], times[0], times.size(), version->major, version->minor, version->patch);
}

int main(int count, char **words) {
    char kind[8];
    Sizes s{};
    if (count != 3 || std::sscanf(words[1], "%7[a-z],%ld,%ld,%ld,%ld", kind, &s.steps, &s.batch, &s.inputs, &s.hidden) != 5) {
        std::fprintf(stderr, "usage: onednn_layers KIND,T,B,E,H SECONDS\n");
        return 1;
    }
    const double seconds = std::atof(words[2]);
    const auto train = dnnl::prop_kind::forward_training, learn = dnnl::prop_kind::backward;
    const auto one_way = dnnl::rnn_direction::unidirectional_left2right;
    const memory::desc none;
    if (!std::strcmp(kind, "lstm")) {
        Layer l(s, 4);
        measure<dnnl::lstm_forward, dnnl::lstm_backward>(
            words[1], {train, one_way, l.source, none, none, l.weights_in, l.weights_state, l.bias, l.output, l.state, l.state},
            {learn, one_way, l.source, none, none, l.weights_in, l.weights_state, l.bias, l.output, l.state, l.state,
             l.source, none, none, l.weights_in, l.weights_state, l.bias, l.output, l.state, l.state}, true, seconds);
    } else if (!std::strcmp(kind, "gru")) {
        Layer l(s, 3);
        measure<dnnl::gru_forward, dnnl::gru_backward>(
            words[1], {train, one_way, l.source, none, l.weights_in, l.weights_state, l.bias, l.output, l.state},
            {learn, one_way, l.source, none, l.weights_in, l.weights_state, l.bias, l.output, l.state,
             l.source, none, l.weights_in, l.weights_state, l.bias, l.output, l.state}, false, seconds);
    } else {
        Layer l(s, 1);
        const auto tanh = dnnl::algorithm::eltwise_tanh;
        measure<dnnl::vanilla_rnn_forward, dnnl::vanilla_rnn_backward>(
            words[1], {train, tanh, one_way, l.source, none, l.weights_in, l.weights_state, l.bias, l.output, l.state},
            {learn, tanh, one_way, l.source, none, l.weights_in, l.weights_state, l.bias, l.output, l.state,
             l.source, none, l.weights_in, l.weights_state, l.bias, l.output, l.state}, false, seconds);
    }
    return 0;
}
