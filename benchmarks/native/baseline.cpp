// The fastest common alternative outside .NET: simdjson's On-Demand parser, with exact numbers, into new vectors.
// Each function decodes every text of a set once and returns the number of levels or trades, so that the compiler cannot remove the work.

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

using namespace simdjson;

namespace {

struct Number { int64_t mantissa; int32_t scale; };
struct Level { Number price; Number quantity; };
struct Book { std::string symbol; int64_t timestamp; std::vector<Level> asks; std::vector<Level> bids; };
struct Trade { std::string symbol; int64_t timestamp; Number price; Number quantity; bool is_buy; };

struct Texts { std::vector<padded_string> all; ondemand::parser parser; };

// The digits of an unsigned JSON number without an exponent, and how many of them follow the point.
Number exact(ondemand::value value) {
    Number number{0, 0};
    bool fraction = false;
    for (char c : value.raw_json_token()) {
        unsigned digit = static_cast<unsigned>(c) - '0';
        if (digit <= 9) {
            number.mantissa = number.mantissa * 10 + digit;
            number.scale += fraction;
        } else if (c == '.') {
            fraction = true;
        } else if (c != ' ') {
            throw simdjson_error(NUMBER_ERROR);
        }
    }
    return number;
}

std::vector<Level> levels(ondemand::array side) {
    std::vector<Level> all;
    all.reserve(32);
    for (ondemand::object level : side) {
        Number price = exact(level.find_field("price"));
        all.push_back({price, exact(level.find_field("quantity"))});
    }
    return all;
}

}  // namespace

extern "C" {

Texts* baseline_open(const char** texts, const int32_t* lengths, int32_t count) {
    auto set = std::make_unique<Texts>();
    for (int32_t i = 0; i < count; i++)
        set->all.emplace_back(texts[i], static_cast<size_t>(lengths[i]));
    return set.release();
}

void baseline_close(Texts* set) { delete set; }

// Returns -1 if a text cannot be decoded.
int64_t baseline_books(Texts* set) {
    int64_t count = 0;
    try {
        for (auto& text : set->all) {
            ondemand::document document = set->parser.iterate(text);
            if (std::string_view(document.find_field("event")) != "BOOK")
                return -1;
            auto book = std::make_unique<Book>();
            book->symbol = std::string(std::string_view(document.find_field("symbol")));
            book->timestamp = int64_t(document.find_field("timestamp"));
            ondemand::object data = document.find_field("data");
            book->asks = levels(data.find_field("asks"));
            book->bids = levels(data.find_field("bids"));
            count += static_cast<int64_t>(book->asks.size() + book->bids.size());
        }
    } catch (const simdjson_error&) {
        return -1;
    }
    return count;
}

int64_t baseline_trades(Texts* set) {
    int64_t count = 0;
    try {
        for (auto& text : set->all) {
            ondemand::document document = set->parser.iterate(text);
            if (std::string_view(document.find_field("event")) != "TRADE")
                return -1;
            auto trade = std::make_unique<Trade>();
            trade->symbol = std::string(std::string_view(document.find_field("symbol")));
            trade->timestamp = int64_t(document.find_field("timestamp"));
            ondemand::object data = document.find_field("data");
            trade->price = exact(data.find_field("price"));
            trade->quantity = exact(data.find_field("quantity"));
            trade->is_buy = std::string_view(data.find_field("side")) == "BUY";
            count += trade->price.mantissa != 0;
        }
    } catch (const simdjson_error&) {
        return -1;
    }
    return count;
}

}
