"""The names of pages that layers above serve, as far as mails and meetings lead to them."""

MEETING_PAGE = "casemgmt:meeting_detail"
WORK_PAGE = "casemgmt:work"
EMERGENCY_PAGE = "casemgmt:emergency"
GLASS_REVIEWS_PAGE = "casemgmt:glass_list"
ACCESS_REVIEWS_PAGE = "casemgmt:access_review_list"
SEALS_PAGE = "casemgmt:seal_list"
